package hudson;

import java.io.IOException;

/** What a failing step throws on a controller: its message is printed without a stack trace. */
public class AbortException extends IOException {
  public AbortException(String message) {
    super(message);
  }
}
