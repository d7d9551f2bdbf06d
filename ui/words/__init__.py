"""Words that more than one page, dialog or report uses; each file those of one subject."""
