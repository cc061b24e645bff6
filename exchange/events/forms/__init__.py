"""The forms in which network staff write events."""

from exchange.events.forms.event import EventForm, form_data, read_lines
from exchange.events.forms.facilitator import FacilitatorForm

__all__ = ["EventForm", "FacilitatorForm", "form_data", "read_lines"]
