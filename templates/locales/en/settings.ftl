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
