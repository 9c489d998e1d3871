"""The demo agency: invented people with plausible weeks, dated back from today.

Everything is done by the same actions that the screens call, as the worker who would have done
it, at the time at which she would have done it. What the actions refuse cannot be in the demo.
"""
