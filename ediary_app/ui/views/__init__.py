"""Bigger shared pieces of screens: functions of Vars, without a State."""
