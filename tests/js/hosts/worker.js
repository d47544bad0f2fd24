import * as api from "veriff-verify";
import { judgeAll } from "./judge.mjs";

export default {
  async fetch(request) {
    return Response.json(judgeAll(api, await request.json()));
  },
};
