"""From proposal to grade: opening, answer, meeting, review, notice, decision, reopening."""
