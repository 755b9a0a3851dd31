package sample;

import java.util.Map;

/** A function that does what its event says, for the tests of the local Lambda. */
public final class Sample {

    /** Counts the calls of this process, so that a test can tell a warm one from a new one. */
    private int calls;

    public Object handleRequest(Map<String, Object> event) throws InterruptedException {
        calls++;
        switch (String.valueOf(event.get("do"))) {
            case "throw" -> throw new IllegalStateException("as told");
            case "exit" -> System.exit(3);
            case "wait" -> {
                System.out.println("waiting");
                Thread.sleep(((Number) event.get("millis")).longValue());
            }
            case "error-like" -> {
                return Map.of("errorType", "NotReally", "errorMessage", "a function may answer this");
            }
            default -> System.out.println("the sample was called");
        }
        return Map.of(
                "calls", calls, "pid", ProcessHandle.current().pid(), "event", event, "environment", System.getenv());
    }
}
