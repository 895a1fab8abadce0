# Settings: the item in the navigation and the bar of pages.

frame-settings = Settings
settings-pages = Pages of settings
settings-surveys = Surveys
settings-churn = Churn
settings-assigning = Handing out
settings-letters = Letters
settings-incoming = Incoming mail
settings-suppressions = Suppression list
settings-links = Links
settings-brand = Brand
