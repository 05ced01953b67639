package dev.envctl.git;

/// How a repository lets us in; both empty where nothing is needed. Shown to nobody but the host of the repository.
public record Credentials(String user, String password) {

    public static final Credentials NONE = new Credentials("", "");

    boolean isNone() {
        return user.isEmpty() && password.isEmpty();
    }

    @Override
    public String toString() {
        return "Credentials[" + user + ", ***]";
    }
}
