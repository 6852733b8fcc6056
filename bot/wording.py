"""The few sentences that the bot says about itself."""

OPTED_OUT = "已记下：以后不再采集你的发言（危及人身安全的除外）。想恢复请发“恢复”。"
OPTED_IN = "已恢复：你说的水、电、气、路的事，我会照常接住。"
