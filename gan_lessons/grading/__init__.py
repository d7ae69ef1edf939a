"""Exercises: what their tests call (`check`), how they are released, and how they are graded.

An exercise is a notebook of `exercises/source`, in the form of nbgrader. `check` is all that a learner meets. `assignment` reads such a
notebook and tries answers on it, without a kernel; `course` releases and grades, with nbgrader; `sandbox` starts the kernel that
runs what learners wrote.
"""
