// Scores a round from Java: `java Score.java SERVICE CRITERIA ROUND`, with Java 11 or later and Node.

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

public class Score {
    public static void main(String[] arguments) throws Exception {
        var node = new ProcessBuilder("node", arguments[0], arguments[1]);
        node.redirectError(ProcessBuilder.Redirect.INHERIT);
        var service = node.start();
        try (var said = new BufferedReader(new java.io.InputStreamReader(service.getInputStream()))) {
            var address = URI.create("http://127.0.0.1:" + said.readLine() + "/");
            var round = HttpRequest.newBuilder(address).POST(BodyPublishers.ofFile(Path.of(arguments[2]))).build();
            var answer = HttpClient.newHttpClient().send(round, BodyHandlers.ofString());
            // 200 with the results, 422 with what is wrong with the round; both are JSON.
            new java.io.PrintStream(System.out, true, "UTF-8").println(answer.statusCode() + " " + answer.body());
        } finally {
            service.destroy();
        }
    }
}
