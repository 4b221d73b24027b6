"""The door: the only place that reads foreign articles; foreign words stop here."""
