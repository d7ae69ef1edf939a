"""Controls to play with in a notebook.

Pictures are `ipywidgets.Image`s made with NumPy and Pillow, a few milliseconds from a moved slider to a new PNG.
Every control can be reached and moved with the keyboard, and carries a class `gl-…` by which tests find it. Beside
each widget stands an `image/png`, so that a page without a kernel shows a picture. One module a widget; what they share
is in `base`.
"""

from __future__ import annotations

from gan_lessons.widgets.ablation import Ablation, ablation
from gan_lessons.widgets.arithmetic_bench import ArithmeticBench, arithmetic_bench
from gan_lessons.widgets.attribute_sliders import AttributeSliders, attribute_sliders
from gan_lessons.widgets.class_sliders import ClassSliders, class_sliders, code_sliders
from gan_lessons.widgets.curtain import Curtain, curtain
from gan_lessons.widgets.decision_map import DecisionMap, decision_map
from gan_lessons.widgets.fade_slider import FadeSlider, fade_slider
from gan_lessons.widgets.gallery import Gallery, gallery
from gan_lessons.widgets.grains import Grains, grains
from gan_lessons.widgets.guesses import Guesses, guesses
from gan_lessons.widgets.interpolation_pad import InterpolationPad, interpolation_pad
from gan_lessons.widgets.judge import Judge, judge
from gan_lessons.widgets.label_points import LabelPoints, label_points
from gan_lessons.widgets.latent_sliders import LatentSliders, latent_sliders
from gan_lessons.widgets.live_gan import LiveGAN, live_gan
from gan_lessons.widgets.loss_slider import LossSlider, loss_slider
from gan_lessons.widgets.noise_sliders import NoiseSliders, noise_sliders
from gan_lessons.widgets.paint_source import PaintSource, paint_source
from gan_lessons.widgets.patch_scores import PatchScores, patch_scores
from gan_lessons.widgets.patches import Patches, patches
from gan_lessons.widgets.point_runs import PointRuns, point_runs
from gan_lessons.widgets.preference import Preference, preference
from gan_lessons.widgets.pulled_point import PulledPoint, pulled_point
from gan_lessons.widgets.quiz import Quiz, Ticks, questions
from gan_lessons.widgets.score_bench import ScoreBench, score_bench
from gan_lessons.widgets.style_mixing import StyleMixing, style_mixing
from gan_lessons.widgets.style_sliders import StyleSliders, style_sliders
from gan_lessons.widgets.translation_runs import TranslationRuns, translation_runs
from gan_lessons.widgets.truncation import TruncationSlider, truncation_slider
from gan_lessons.widgets.two_clouds import TwoClouds, two_clouds
from gan_lessons.widgets.upsampling import Upsampling, upsampling
from gan_lessons.widgets.weight_slider import WeightSlider, weight_slider
from gan_lessons.widgets.xy_game import XYGame, xy_game

__all__ = [
    "Ablation",
    "ArithmeticBench",
    "AttributeSliders",
    "ClassSliders",
    "Curtain",
    "DecisionMap",
    "FadeSlider",
    "Gallery",
    "Grains",
    "Guesses",
    "InterpolationPad",
    "Judge",
    "LabelPoints",
    "LatentSliders",
    "LiveGAN",
    "LossSlider",
    "NoiseSliders",
    "PaintSource",
    "PatchScores",
    "Patches",
    "PointRuns",
    "Preference",
    "PulledPoint",
    "Quiz",
    "ScoreBench",
    "StyleMixing",
    "StyleSliders",
    "Ticks",
    "TranslationRuns",
    "TruncationSlider",
    "TwoClouds",
    "Upsampling",
    "WeightSlider",
    "XYGame",
    "ablation",
    "arithmetic_bench",
    "attribute_sliders",
    "class_sliders",
    "code_sliders",
    "curtain",
    "decision_map",
    "fade_slider",
    "gallery",
    "grains",
    "guesses",
    "interpolation_pad",
    "judge",
    "label_points",
    "latent_sliders",
    "live_gan",
    "loss_slider",
    "noise_sliders",
    "paint_source",
    "patch_scores",
    "patches",
    "point_runs",
    "preference",
    "pulled_point",
    "questions",
    "score_bench",
    "style_mixing",
    "style_sliders",
    "translation_runs",
    "truncation_slider",
    "two_clouds",
    "upsampling",
    "weight_slider",
    "xy_game",
]
