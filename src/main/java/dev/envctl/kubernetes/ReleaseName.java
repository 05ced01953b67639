package dev.envctl.kubernetes;

/// What a release is called within its cluster.
record ReleaseName(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
