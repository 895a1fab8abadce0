# Words that every letter shares.

greeting = { $named ->
    [yes] Hello { $name },
   *[no] Hello,
  }

# First words that show the writer has already said hello.
greeting-words = hello hi dear good greetings

day-month = { $day }{"\u00A0"}{ $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  }

# The company's name inside a sentence.
company = { $brand }

signature = Kind regards,

unsubscribe = Unsubscribe from surveys
