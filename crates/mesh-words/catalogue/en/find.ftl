# Why an expression of the graph's find or hide field cannot be read, and what to write. The first halves are Kiali's.

find-too-long = The expression is too long. Leave some of it out
# $at: the character at which it stands, from 1
find-missing = Character { $at }: an expression is missing beside AND or OR. Write one, or take the word out
find-no-operator = Character { $at }: No valid operator found in expression "{ $text }". Write operand, operator and value, as rt > 200 or name *= reviews
find-unknown-operand = Character { $at }: Invalid Node or Edge operand in "{ $text }". To find by name write name *= and the name; "?" lists all operands
find-no-label = Character { $at }: "{ $text }" names no label. Write its key behind the colon, as label:tier = web
find-not-simulated = Character { $at }: nothing in the playground answers "{ $text }": it is for what a simulated mesh does not have. Take it out
find-counted-as-requests = Character { $at }: "{ $text }" finds nothing: nodes count calls of every protocol as requests. Write httpin or httpout, or ask edges by http, grpc or tcp
find-takes-no-value = Character { $at }: "{ $text }" takes no operator and no value. Write the word alone, or ! before it
find-not-for-figures = Character { $at }: "{ $text }" compares a figure. Write one of = != > >= < <=
find-not-for-texts = Character { $at }: "{ $text }" compares a text. Write one of = != *= ^= $= !*= !^= !$=
find-not-a-number = Character { $at }: Expected a numeric value in "{ $text }". Write digits, or NaN for none
find-no-value = Character { $at }: nothing stands behind the operator of "{ $text }". Write a value
find-node-and-edge = Character { $at }: Can not AND node and edge criteria, as "{ $text }" does. Join them with OR
