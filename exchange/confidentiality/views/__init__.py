"""Pages of protocols: to read and compare, to acknowledge, and staff's to publish."""

from exchange.confidentiality.views.acknowledging import acknowledging
from exchange.confidentiality.views.publishing import publishing
from exchange.confidentiality.views.reading import reading

blueprints = (reading, acknowledging, publishing)

__all__ = ["blueprints"]
