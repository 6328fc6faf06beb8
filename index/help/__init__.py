"""Help for who asks: what a beginning may become, why nothing was found, what else may be meant."""
