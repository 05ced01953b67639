package dev.envctl.sandbox;

/// Where a world keeps its state between transactions. Called by one thread at a time: [#enter], perhaps [#save],
/// [#leave].
interface Store {

    /// Takes the sole right to read and write, and brings the state up to date.
    void enter(State state);

    /// Makes the changes durable, all or none.
    void save(State state);

    void leave();

    void close();

    /// Keeps nothing: the state lives as long as its world.
    Store NOWHERE = new Store() {
        @Override
        public void enter(State state) {}

        @Override
        public void save(State state) {}

        @Override
        public void leave() {}

        @Override
        public void close() {}
    };
}
