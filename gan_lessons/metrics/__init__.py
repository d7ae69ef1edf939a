"""Scores of generated images; each names its feature extractor and its sample size.

Importing this imports no backend: a classifier's network is built when it is first asked for.
"""

from .classifiers import Classifier, classifier
from .legibility import Legibility, legibility
from .on_curve import OnCurve, on_curve

__all__ = ["Classifier", "Legibility", "OnCurve", "classifier", "legibility", "on_curve"]
