"""The three boards, the items each must show, their periods and due dates."""
