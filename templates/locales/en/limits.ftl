# When too much is sent.

limits-too-soon = Too many in a row
limits-too-soon-body = Your words are still here and nothing is lost. Wait a little ({ $seconds } s) and press the button again.
limits-too-often = This answer was corrected too many times today
limits-too-often-body = We have the last answer you saved, and what you wrote now is still below. Please send it tomorrow.
limits-words = Your text
limits-again = Send again
