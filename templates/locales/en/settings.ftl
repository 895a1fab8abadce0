# Settings: the item in the navigation and the bar of pages.

frame-settings = Settings
settings-pages = Settings pages
settings-surveys = Surveys
settings-churn = Churn
settings-outcomes = Outcomes
settings-causes = Causes
settings-legal-terms = Legal terms
settings-assigning = Assignment
settings-letters = Letters
settings-incoming = Incoming
settings-suppressions = Suppressions
settings-links = Links
settings-brand = Brand

meanwhile-lead = Somebody else saved these settings while you were changing them. What you typed is here, but not saved yet.
meanwhile-field = Field
meanwhile-theirs = Saved
meanwhile-mine = Yours
meanwhile-next = Correct the fields if you need to and save again: your values will stand.
