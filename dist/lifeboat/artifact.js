import { t as DefaultArtifactClient } from "../dependencies/actions-artifact.js";
// \0stub:unzip-stream
var _stub_unzip_stream_default = {};
export { DefaultArtifactClient, _stub_unzip_stream_default as t };
