import * as api from "veriff-verify/slim";
import module from "veriff-verify/verify.wasm";
import { judgeAll } from "./judge.mjs";

api.use(module);

export default {
  async fetch(request) {
    return Response.json(judgeAll(api, await request.json()));
  },
};
