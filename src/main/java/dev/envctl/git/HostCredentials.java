package dev.envctl.git;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// Answers only the host that they are meant for: a redirect to another one learns nothing.
final class HostCredentials extends UsernamePasswordCredentialsProvider {

    private final String host;

    HostCredentials(URIish repository, Credentials credentials) {
        super(credentials.user(), credentials.password());
        this.host = String.valueOf(repository.getHost());
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        return host.equalsIgnoreCase(String.valueOf(uri.getHost())) && super.get(uri, items);
    }
}
