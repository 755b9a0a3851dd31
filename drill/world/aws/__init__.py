"""moto with mends: one module for each AWS service, each mend with what stock moto does and what AWS does.

Sources are named in short: `API` is the service's API reference (the model that botocore ships), `guide` its
developer guide.
"""
