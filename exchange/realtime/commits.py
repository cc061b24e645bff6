"""The commits that chat lines and notes updates of this process share."""

from exchange.core.shared import SharedCommits

shared_commits = SharedCommits()
