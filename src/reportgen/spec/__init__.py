"""YAML to checked, frozen objects that know their line."""
