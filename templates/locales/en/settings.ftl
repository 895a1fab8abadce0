# Settings: the item in the navigation and the bar of pages.

frame-settings = Settings
settings-pages = Pages of settings
settings-surveys = Surveys
settings-churn = Churn
settings-outcomes = Endings
settings-causes = Causes
settings-legal-terms = Legal terms
settings-assigning = Handing out
settings-letters = Letters
settings-incoming = Incoming mail
settings-suppressions = Suppression list
settings-links = Links
settings-brand = Brand
