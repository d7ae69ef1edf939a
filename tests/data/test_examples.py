from gan_lessons import data

import numpy as np
import pytest


def test_the_emoji_are_faces_of_one_size_that_all_differ():
    found = data.images(data.examples.folder("emoji faces"), 64, verbose=False)
    assert found.images.shape == (119, 64, 64, 3)
    assert len({picture.tobytes() for picture in found.images}) == 119
    corners = found.images[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert np.median(corners) == 255  # what is transparent becomes white


def test_a_folder_that_does_not_exist_is_refused_by_name():
    with pytest.raises(ValueError, match="emoji faces"):
        data.examples.folder("dogs")
