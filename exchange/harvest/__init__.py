"""The harvest of an event: what its rooms released, arranged and published without authors."""
