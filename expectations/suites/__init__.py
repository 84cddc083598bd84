"""The suites of the three gates: each module has expectation classes, a suite of them and the rows they validate.

To add an expectation, add a class to the module of its table and list it in the suite; `build_batch` computes the
column it checks. Its snake-case name is the name of the Dagster check and of the problem in releases.
Concept: https://docs.greatexpectations.io/docs/core/define_expectations/organize_expectation_suites
"""
