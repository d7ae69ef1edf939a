"""Faces to imitate: drawn ones with a known truth, CelebA, Labeled Faces in the Wild, and your own photographs.

    faces = gan_lessons.data.faces.drawn_faces(10_000, seed=0)
    faces.images                      # uint8 (10000, 80, 80, 3)
    faces.attributes["glasses"]       # "none", "round", "square" or "sun", one a face

`drawn_faces` needs no download and knows each face's attributes; `draw_faces` draws the face that you describe.
"""

from gan_lessons.data.faces.attributes import ATTRIBUTES, face_table
from gan_lessons.data.faces.drawn import draw_faces, drawn_faces
from gan_lessons.data.faces.extraction import extract_faces
from gan_lessons.data.faces.photographs import celeba, lfw
from gan_lessons.data.faces.table import Faces

__all__ = ["ATTRIBUTES", "Faces", "celeba", "draw_faces", "drawn_faces", "extract_faces", "face_table", "lfw"]
