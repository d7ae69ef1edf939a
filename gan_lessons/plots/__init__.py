"""Every figure of the course.

Images are drawn with one fixed value range, 0 to 255, and never stretched to their own minimum and maximum: an
untrained generator's flat grey must look flat and grey. One-channel images are drawn dark on white (`gray_r`).
Real is blue, generated is vermilion, everywhere; both survive the common colour blindnesses, and lines differ in
their dashes too, for printing in grey.

Figures have a white ground of their own, so they read the same in light and dark themes. A function that draws
gives back a `Picture`: the last line of a cell shows it, `display(picture)` shows it anywhere, and
`picture.savefig(path)` saves it. Given axes with `ax=`, it draws there and gives back nothing. One module a kind of figure; what they share is in `style`.
"""

from gan_lessons.plots.attention import looks
from gan_lessons.plots.copies import beside_training
from gan_lessons.plots.critics import critic_panels
from gan_lessons.plots.cuts import cuts
from gan_lessons.plots.decision import decision_image, decision_strip, plane
from gan_lessons.plots.diagrams import cyclegan_diagram, gan_diagram
from gan_lessons.plots.distributions import densities
from gan_lessons.plots.evaluation import class_scores, class_shares, shares_over_steps
from gan_lessons.plots.failures import confusion, failures
from gan_lessons.plots.game import distance_image, game_fields, game_image, game_paths
from gan_lessons.plots.images import GAP, compare, grid, grid_image, strip, to_uint8
from gan_lessons.plots.labelled import labelled_points
from gan_lessons.plots.latent import attribute_shares, effects, shell, walks
from gan_lessons.plots.measures import balls, damage_table, measure_map, scatter, win_rates
from gan_lessons.plots.objective import best_discriminator, generator_losses, loss_panels
from gan_lessons.plots.points import arrow_panels, over_seeds, point_panels, points
from gan_lessons.plots.practices import ablation
from gan_lessons.plots.receptive import fields, panels, scored, verdicts
from gan_lessons.plots.scores import clouds, disturbances, probability_tables, score_lines
from gan_lessons.plots.style import FAINT, GENERATED, INK, REAL, Picture, png
from gan_lessons.plots.trade_off import trade_off
from gan_lessons.plots.training import losses
from gan_lessons.plots.translation import pixel_answers, rulers
from gan_lessons.plots.upsampling import cells, side_by_side, spectra

__all__ = [
    "FAINT",
    "GAP",
    "GENERATED",
    "INK",
    "REAL",
    "Picture",
    "ablation",
    "arrow_panels",
    "attribute_shares",
    "balls",
    "beside_training",
    "best_discriminator",
    "cells",
    "class_scores",
    "class_shares",
    "clouds",
    "compare",
    "confusion",
    "critic_panels",
    "cuts",
    "cyclegan_diagram",
    "damage_table",
    "decision_image",
    "decision_strip",
    "densities",
    "distance_image",
    "disturbances",
    "effects",
    "failures",
    "fields",
    "game_fields",
    "game_image",
    "game_paths",
    "gan_diagram",
    "generator_losses",
    "grid",
    "grid_image",
    "labelled_points",
    "looks",
    "loss_panels",
    "losses",
    "measure_map",
    "over_seeds",
    "panels",
    "pixel_answers",
    "plane",
    "png",
    "point_panels",
    "points",
    "probability_tables",
    "rulers",
    "scatter",
    "score_lines",
    "scored",
    "shares_over_steps",
    "shell",
    "side_by_side",
    "spectra",
    "strip",
    "to_uint8",
    "trade_off",
    "verdicts",
    "walks",
    "win_rates",
]
