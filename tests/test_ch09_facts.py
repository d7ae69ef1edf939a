"""Facts that notebook 09 states in its text: if one changes with a version, the text must change."""

from gan_lessons import data, latent

import keras
import numpy as np
import pytest


def test_the_cross_entropy_has_a_cap_at_probabilities_and_it_is_the_one_in_the_table():
    loss = keras.losses.BinaryCrossentropy()
    assert float(loss(np.zeros((1, 1)), np.ones((1, 1)))) == pytest.approx(15.942, abs=0.001)


def test_an_epoch_drawn_with_replacement_shows_two_fifths_of_the_faces():
    steps, half, faces = 50_000 // 128, 64, 50_000
    assert (steps, steps * half) == (390, 24_960)
    drawn = np.random.default_rng(0).integers(faces, size=steps * half)
    assert len(np.unique(drawn)) / faces == pytest.approx(0.39, abs=0.005)


def test_the_data_sheet_counts_the_attributes_and_colours_right():
    assert len(data.faces.ATTRIBUTES) == 27
    assert len(data.faces.ATTRIBUTES["hair_colour"].shares) == 6


def test_attributes_are_independent_in_the_data():
    table = data.faces.attributes.draw_table(20_000, seed=0)
    smile, hair, glasses = table["smile"], table["hair_length"], table["glasses"] != "none"
    for one, other in ((smile, hair), (smile, glasses), (hair, glasses)):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_the_straight_way_is_four_standard_deviations_off_the_shell_halfway():
    a, b = latent.sample(4000, 100, seed=0).reshape(2, 2000, 100)
    usual, halfway = np.linalg.norm(a, axis=1), np.linalg.norm(latent.lerp(a, b, 0.5), axis=1).mean()
    assert (usual.mean() - halfway) / usual.std() == pytest.approx(4.1, abs=0.2)
