/** Bytes to lines. */
export class Lines {
  readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
  readonly readable: ReadableStream<string>;

  constructor() {
    const decoder = new TextDecoderStream();
    let rest = "";
    this.writable = decoder.writable;
    this.readable = decoder.readable.pipeThrough(
      new TransformStream<string, string>({
        transform(text, controller) {
          const lines = `${rest}${text}`.split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) controller.enqueue(line);
        },
      }),
    );
  }
}
