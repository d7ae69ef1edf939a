"""What a submission loses for being late."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float


class PerDay(LateSubmissionPlugin):
    """A share of the points for each day that has begun after the due date.

    ``c.PerDay.share = 0.1`` in `nbgrader_config.py` takes a tenth of the points that were reached for each day. The default takes
    nothing. A due date is set with ``nbgrader db assignment add NAME --duedate="2027-02-01 12:00"``.
    """

    share = Float(0.0, help="Of the points reached, for each day; from 0 to 1.").tag(config=True)
    grace_minutes = Float(0.0, help="So much later is not late.").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if not 0 <= self.share <= 1:
            raise ValueError(f"PerDay.share is {self.share}; it should lie between 0 and 1.")
        late = total_seconds_late - 60 * self.grace_minutes
        if late <= 0 or self.share == 0:
            return None
        return min(score, score * self.share * math.ceil(late / 86_400))
