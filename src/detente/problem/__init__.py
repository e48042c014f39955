"""A negotiation as plain numbers: parties, issues, options, values, floors and rules, with the exact engines that read them."""
