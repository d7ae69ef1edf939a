"""Scores of generated images; each names its feature extractor and its sample size.

Importing this imports no backend: a classifier's network is built when it is first asked for.
"""

from .by_class import ByClass, by_class
from .classifiers import Classifier, classifier
from .code_table import CodeTable, code_table
from .edits import EditScore, edit_score
from .extractors import Extractor, FunctionExtractor, extractor
from .face_reading import FaceReader, face_reader
from .frechet import FrechetDistance, frechet_distance, gaussian_distance
from .inception_score import InceptionScore, inception_score
from .inception_v3 import Inception, InceptionError, inception
from .kernel import KernelDistance, kernel_distance
from .legibility import Legibility, legibility
from .memorising import Memorising, memorising
from .neighbours import Neighbours, nearest
from .on_curve import OnCurve, on_curve
from .precision_recall import PrecisionRecall, precision_recall
from .preference import Preferences, WinRate, judgements_needed, preferences, win_rate
from .scorecard import Scorecard, scorecard
from .statistics import Statistics
from .translation import (
    TranslationScore,
    mean_error,
    structural_similarity,
    texture_distance,
    translation_score,
)
from .translators import ColourTable, MeanMap, NearestPair, colour_table, mean_map, nearest_pair, references

__all__ = [
    "ByClass",
    "Classifier",
    "CodeTable",
    "ColourTable",
    "EditScore",
    "Extractor",
    "FaceReader",
    "FrechetDistance",
    "FunctionExtractor",
    "Inception",
    "InceptionError",
    "InceptionScore",
    "KernelDistance",
    "Legibility",
    "MeanMap",
    "Memorising",
    "NearestPair",
    "Neighbours",
    "OnCurve",
    "PrecisionRecall",
    "Preferences",
    "Scorecard",
    "Statistics",
    "TranslationScore",
    "WinRate",
    "by_class",
    "classifier",
    "code_table",
    "colour_table",
    "edit_score",
    "extractor",
    "face_reader",
    "frechet_distance",
    "gaussian_distance",
    "inception",
    "inception_score",
    "judgements_needed",
    "kernel_distance",
    "legibility",
    "mean_error",
    "mean_map",
    "memorising",
    "nearest",
    "nearest_pair",
    "on_curve",
    "precision_recall",
    "preferences",
    "references",
    "scorecard",
    "structural_similarity",
    "texture_distance",
    "translation_score",
    "win_rate",
]
