package example;

/** Why there is no token. Holds no secret. */
class NoToken extends RuntimeException {
    /** It may pass by itself: 429, 5xx or no answer. */
    final boolean passing;

    /** Milliseconds that the server asks to wait. */
    final long wait;

    NoToken(String what, boolean passing, long wait) {
        super(what);
        this.passing = passing;
        this.wait = wait;
    }
}
