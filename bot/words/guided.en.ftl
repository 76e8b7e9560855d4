# The first weeks: what a lead is shown at the end of a day, to say what went right.

-guided-taps = One tap says that it was right; with another you choose the right topic, and the next one like it goes there.
guided-title = Today's routes · { $department }
guided-title-late = { $day }'s routes · { $department }
guided-title-days = Routes from { $first } to { $last } · { $department }
guided-story = { $count ->
    [one] This request went straight to somebody today, without a question.
   *[other] These { $count } requests went straight to somebody today, without a question.
} { -guided-taps }
guided-story-late = { $count ->
    [one] This request went straight to somebody on { $day }, without a question.
   *[other] These { $count } requests went straight to somebody on { $day }, without a question.
} { -guided-taps }
guided-story-days = { $count ->
    [one] This request went straight to somebody between { $first } and { $last }, without a question.
   *[other] These { $count } requests went straight to somebody between { $first } and { $last }, without a question.
} { -guided-taps }
guided-line = { $ref }: { $topic }, with { $name }
guided-because = It is like: { $examples }
guided-more = { $count ->
    [one] And one more, which is in the queue.
   *[other] And { $count } more, which are in the queue.
}
guided-put-right = { $count ->
    [one] Another one went wrong and has been put right already.
   *[other] Another { $count } went wrong and have been put right already.
}
guided-days = Right first time: { $days }.
guided-day = { $day } { $share } ({ $right } of { $routed })
button-route_right = Right
button-guided-better = Another topic
