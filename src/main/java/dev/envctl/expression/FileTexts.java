package dev.envctl.expression;

/// The files behind `file(path)`. Only the loader has any: afterwards every text that an expression needs is bound to
/// it. Throws [IllegalArgumentException] with the reason.
@FunctionalInterface
public interface FileTexts {

    String read(String path);

    FileTexts NONE = path -> {
        throw new IllegalArgumentException(
                "file(\"" + path + "\") is read when the documents are loaded, so its path must be known by then");
    };
}
