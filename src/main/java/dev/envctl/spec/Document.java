package dev.envctl.spec;

import dev.envctl.problem.Source;
import dev.envctl.value.KindName;

/// One document whose envelope is sound. `file` is relative to the folder; `source` is where its name stands.
record Document(KindName kind, String name, Yaml.Mapping whole, Folder folder, String file, Source source) {

    static final KindName ENVIRONMENT = KindName.of("Environment");
    static final KindName MODULE = KindName.of("Module");
    static final KindName MODULE_DEFINITION = KindName.of("ModuleDefinition");

    /// The folder-relative directory of the file, which is what paths in the document start from.
    String directory() {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "" : file.substring(0, slash + 1);
    }

    /// `spec:`, or an empty map in its place.
    Yaml.Mapping spec() {
        return whole.map("spec");
    }

    /// `Role "jobExecution"`.
    String subject() {
        return kind + " \"" + name + "\"";
    }

    /// Two documents are one only if they are the same: documents are keys of what has been computed for them.
    @Override
    @SuppressWarnings("ReferenceEquality") // as the comment above says
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
