"""What every test stands on: TensorFlow unless told otherwise, no network, slow tests last."""

import os

# Before anything imports Keras.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("GAN_LESSONS_OFFLINE", "1")
os.environ.setdefault("GAN_LESSONS_BUDGET", "smoke")

import gan_lessons  # noqa: F401
