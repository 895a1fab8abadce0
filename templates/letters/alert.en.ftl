# To staff: deadlines of complaints that approach or were missed. One letter at a time, however many there are.

subject = { $deadlines ->
    [1] { $stage ->
        [missed] Deadline missed: complaint { $number }
       *[approaching] Deadline approaching: complaint { $number }
      }
    [one] { $deadlines } deadline of complaints, missed: { $late }
   *[other] { $deadlines } deadlines of complaints, missed: { $late }
  }

preheader = { $deadlines ->
    [1] { $clock ->
        [first_answer] First answer to the customer
        [resolution] Resolution
       *[claim] Claim by law: { $claim }
      }
   *[other] What approaches and what was missed.
  }

body = { $deadlines ->
    [1] We tell you of a deadline once before it comes, and once when it was missed.
   *[other] We tell you of each deadline once before it comes, and once when it was missed.
  }

line = Complaint { $number }, { $customer }. { $clock ->
    [first_answer] First answer
    [resolution] Resolution
   *[claim] By law: { $claim }
  }: { $stage ->
    [missed] missed, { $timed ->
        [yes] it was due on { $day }, { $time }
       *[no] { $day } was the last day
      }
   *[approaching] { $timed ->
        [yes] due on { $day }, { $time }
       *[no] { $day } is the last day
      }
  }.

others = { $more ->
    [one] And { $more } more in the list.
   *[other] And { $more } more in the list.
  }

open = { $deadlines ->
    [1] Open complaint { $number }
   *[other] Open the list
  }

hint = These stay on the page "Deadlines" until you mark them as seen.

why = You received this letter because you work on complaints at { $company }.
