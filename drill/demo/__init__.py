"""`bin/demo`: the incident of the sample, from fault to repair, in a local world."""
