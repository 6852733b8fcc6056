"""The rim: channels, pipeline, flow, outbox, timers, commands; the composition root. Imported by nobody."""
